"""What is still good, said once: an alert and the panel that shows the same value turn red at the same number.

What is said for staging holds for development too, which derives from it.
"""

from o11ygen import per_env
from specs.shared.times import DAY, HOUR

ERROR_RATE_WARNING = per_env(0.05, {"staging": 0.2})
ERROR_RATE_CRITICAL = per_env(0.10, {"staging": 0.4})
# Seconds within which nineteen of twenty customers see their answer; staging has half the processors.
RESPONSE_TIME = per_env(0.5, {"staging": 1.0})

# Staging judges its model on made-up customers, whom no model knows as well as real ones.
ACCURACY = per_env(0.8, {"staging": 0.7})
MODEL_AGE = 7 * DAY

# A distance below this is no drift that a model would feel, however certain the test is of it.
DRIFT_STATISTIC = 0.1
DRIFT_P_VALUE = 0.05

MISSING_VALUES = per_env(0.05, {"staging": 0.15})
OUTLIERS = per_env(0.02, {"staging": 0.10})
# The datasets are loaded every night: a day, and the time that the load may take.
DATA_AGE = 26 * HOUR

# Three quarters of the container's limit.
MEMORY = per_env(3 * 1024**3, {"staging": 1536 * 1024**2})
QUEUE_DEPTH = per_env(1_000, {"staging": 10_000})
