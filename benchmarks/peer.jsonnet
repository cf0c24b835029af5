// The alerts of the synthetic project as a mixin says them: configuration that environments override, alerts as
// functions with text formatted from it.
local endpoints = ['orders', 'payments', 'customers', 'search', 'reports', 'sessions'];
local queues = ['emails', 'invoices', 'exports', 'webhooks'];
local capitalized(text) = std.asciiUpper(text[0]) + text[1:];

local mixin = {
  _config:: {
    services: 10,
    teams: std.min(20, self.services),
    errorRate: { warning: 0.05, critical: 0.1 },
    queueDepth: 1000,
    queueDepthText: '1,000',
    runbooks: 'https://runbooks.example.com',
  },

  local config = $._config,

  service(n):: {
    local service = self,
    local app = 'app-%d' % n,
    local team = 'team-%d' % (n % config.teams),
    local runbooks = '%s/%s/' % [config.runbooks, app],
    // Locals are evaluated once, where fields would be once for each alert that extends the object.
    local selector = 'job="%s"' % app,
    local requests = 'app%d_requests_total' % n,
    local latency = 'app%d_request_duration_seconds_bucket' % n,
    local depth = 'app%d_queue_depth' % n,
    local vars = { name: app, selector: selector, requests: requests, latency: latency, depth: depth },
    local alert(name, expr, hold, severity, summary, description, runbook) = {
      alert: name,
      expr: expr,
      'for': hold,
      labels: { service: app, team: team, severity: severity },
      annotations: {
        summary: summary,
        description: description,
        runbook_url: runbooks + runbook,
      },
    },

    highErrorRate(severity, hold, minutes):: alert(
      'HighErrorRate',
      |||
        sum by (job, path) (rate(%(requests)s{%(selector)s, status=~"5..", path!="/healthz"}[5m]))
          / sum by (job, path) (rate(%(requests)s{%(selector)s, path!="/healthz"}[5m])) > %(threshold)s
      ||| % (vars { threshold: config.errorRate[severity] }),
      hold,
      severity,
      '%(name)s: {{ $labels.path }} fails {{ $value | humanizePercentage }} of its requests' % vars,
      'More than %g%% of the requests to {{ $labels.path }} have failed for %s.' % [config.errorRate[severity] * 100, minutes],
      'high-error-rate',
    ),

    highLatency(severity, hold, minutes, threshold, text):: alert(
      'HighLatency',
      |||
        histogram_quantile(0.99,
          sum by (job, path, le) (rate(%(latency)s{%(selector)s, path!="/healthz"}[5m]))
        ) > %(threshold)s
      ||| % (vars { threshold: threshold }),
      hold,
      severity,
      '%(name)s: {{ $labels.path }} takes {{ $value | humanizeDuration }}' % vars,
      'One in a hundred requests to {{ $labels.path }} has taken more than %s for %s.' % [text, minutes],
      'high-latency',
    ),

    endpointErrors(endpoint):: alert(
      capitalized(endpoint) + 'Failing',
      |||
        sum by (job) (rate(%(requests)s{%(selector)s, status=~"5..", path="/v1/%(endpoint)s"}[5m]))
          / sum by (job) (rate(%(requests)s{%(selector)s, path="/v1/%(endpoint)s"}[5m])) > 0.02
      ||| % (vars { endpoint: endpoint }),
      '10m',
      'warning',
      '%s: %s fails {{ $value | humanizePercentage }} of its requests' % [app, endpoint],
      'More than 2%% of the requests for %s have failed for 10 minutes.' % endpoint,
      endpoint + '-failing',
    ),

    endpointLatency(endpoint):: alert(
      capitalized(endpoint) + 'Slow',
      |||
        histogram_quantile(0.95, sum by (job, le) (rate(%(latency)s{%(selector)s, path="/v1/%(endpoint)s"}[5m])))
          > 0.8
      ||| % (vars { endpoint: endpoint }),
      '15m',
      'warning',
      '%s: %s takes {{ $value | humanizeDuration }}' % [app, endpoint],
      'One in twenty requests for %s has taken more than 800 milliseconds for 15 minutes.' % endpoint,
      endpoint + '-slow',
    ),

    queueBackup(queue):: alert(
      capitalized(queue) + 'QueueBackup',
      |||
        max by (job) (max_over_time(%(depth)s{%(selector)s, queue="%(queue)s"}[10m])) > %(threshold)s
          and sum by (job) (deriv(%(depth)s{%(selector)s, queue="%(queue)s"}[10m])) > 0
      ||| % (vars { queue: queue, threshold: config.queueDepth }),
      '10m',
      'warning',
      '%s: {{ $value | humanize }} %s wait and become more' % [app, queue],
      'More than %s %s have waited for 10 minutes, and their number grows.' % [config.queueDepthText, queue],
      queue + '-backup',
    ),

    noTraffic:: alert(
      'NoTraffic',
      |||
        sum by (job) (rate(%(requests)s{%(selector)s, path!="/healthz"}[15m])) == 0
          and sum by (job) (rate(%(requests)s{%(selector)s, path!="/healthz"}[15m] offset 1d)) > 0
      ||| % vars,
      '15m',
      'critical',
      '%(name)s gets no requests' % vars,
      'There were requests at this time yesterday, and there have been none for 15 minutes.',
      'no-traffic',
    ),

    instanceDown:: alert(
      'InstanceDown',
      'up{%(selector)s} == 0' % vars,
      '5m',
      'critical',
      '%(name)s: {{ $labels.instance }} is down' % vars,
      '{{ $labels.instance }} of job {{ $labels.job }} has not answered a scrape for 5 minutes.',
      'instance-down',
    ),

    name: app + '.alerts',
    rules:
      [
        service.highErrorRate('critical', '5m', '5 minutes'),
        service.highErrorRate('warning', '10m', '10 minutes'),
        service.highLatency('critical', '5m', '5 minutes', 2, '2 seconds'),
        service.highLatency('warning', '15m', '15 minutes', 0.5, '500 milliseconds'),
      ]
      + [service.endpointErrors(endpoint) for endpoint in endpoints]
      + [service.endpointLatency(endpoint) for endpoint in endpoints]
      + [service.queueBackup(queue) for queue in queues]
      + [service.noTraffic, service.instanceDown],
  },

  prometheusAlerts:: { groups: [$.service(n) for n in std.range(0, config.services - 1)] },
};

local environments = {
  production: {},
  staging: { errorRate: { warning: 0.2, critical: 0.4 }, queueDepth: 5000, queueDepthText: '5,000' },
  development: { errorRate: { warning: 0.5, critical: 0.8 }, queueDepth: 20000, queueDepthText: '20,000' },
};

function(services, yaml=false) {
  [name]: (
    local alerts = (mixin { _config+:: { services: services } + environments[name] }).prometheusAlerts;
    if yaml then std.manifestYamlDoc(alerts) else alerts
  )
  for name in std.objectFields(environments)
}
