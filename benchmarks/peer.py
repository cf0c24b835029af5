"""The peer: jsonnet, as mixins use it, emitting the alerts of a synthetic project and nothing else."""

from __future__ import annotations

import sys

import rjsonnet

_PROGRAM = """
local environments = { production: null, staging: 0.2, development: 0.5 };
local alert(n, k, environment, threshold) =
  local limit = if threshold == null then 0.05 + k / 1000 else threshold;
  {
    alert: 'App%dHighErrorRate%d' % [n, k],
    expr: |||
      sum by (job, path) (rate(app%(n)d_requests_total{job="app-%(n)d", status=~"5..", path!="/p%(k)d"}[5m]))
        / sum by (job, path) (rate(app%(n)d_requests_total{job="app-%(n)d", path!="/p%(k)d"}[5m])) > %(limit)g
    ||| % { n: n, k: k, limit: limit },
    'for': '5m',
    labels: {
      service: 'app-%d' % n,
      team: 'team-%d' % (n % 20),
      severity: if k % 2 == 1 then 'critical' else 'warning',
    },
    annotations: {
      summary: 'Service %d: {{ $labels.path }} fails {{ $value | humanizePercentage }} of its requests' % n,
      description: 'More than %g%% of the requests to {{ $labels.path }} have failed for 5 minutes.' % (limit * 100),
      runbook_url: 'https://runbooks.example.com/app-%d/error-rate-%d' % [n, k],
    },
  };
{
  [environment + '/alert-rules.json']: {
    groups: [
      {
        name: 'app-%d.alerts' % n,
        rules: [alert(n, k, environment, environments[environment]) for k in std.range(0, %(alerts)d - 1)],
      }
      for n in std.range(0, %(services)d - 1)
    ],
  }
  for environment in std.objectFields(environments)
}
"""


def main() -> None:
    """`peer.py SERVICES ALERTS`: evaluate, and count what came out."""
    services, alerts = map(int, sys.argv[1:3])
    program = _PROGRAM.replace("%(services)d", str(services)).replace("%(alerts)d", str(alerts))
    print(len(rjsonnet.evaluate_snippet("alerts.jsonnet", program)))


if __name__ == "__main__":
    main()
