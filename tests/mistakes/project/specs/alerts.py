from o11ygen import Alert, Level, Severity, per_env
from specs.metrics import orders, queue

RUNBOOKS = "https://runbooks.example.com"

orders_failing = Alert(
    "OrdersFailing",
    expr=f'sum by (job) (rate({orders}{{$selector, status="failed"}}[5m])) > $threshold',
    levels={
        Severity.WARNING: Level(threshold=per_env(0.1, {"staging": 0.5}), for_="10m"),
        Severity.CRITICAL: Level(threshold=1, for_="2m"),
    },
    summary="{{ $value | humanize }} orders a second fail",
    description="More than ${threshold:number} orders a second have failed for ${for:duration}.",
    runbook=f"{RUNBOOKS}/orders-failing",
)

queue_full = Alert(
    "QueueFull",
    expr=f"{queue}{{$selector}} > 1000",
    severity=Severity.WARNING,
    for_="15m",
    summary="Orders wait on {{ $labels.instance }}",
    description="More orders come in than are shipped.",
    runbook=f"{RUNBOOKS}/queue-full",
)

EVERY = (orders_failing, queue_full)

shop_down = Alert(
    "ShopDown",
    expr="up{$selector} == 0",
    severity=Severity("warning"),
    for_="5m",
    summary="{{ $labels.instance }} is down",
    description="It has not answered for ${for:duration}, and no other alert on it can fire.",
    runbook=f"{RUNBOOKS}/shop-down",
)

EVERY = (*EVERY, shop_down)
