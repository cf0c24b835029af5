from o11ygen import Counter, Gauge, Label

orders = Counter("orders_total", "Orders.", labels=(Label("status", values=("paid", "failed")), "country"))
queue = Gauge("queue_depth", "Orders that wait.")

EVERY = (orders, queue)
