# The workflow file is one that GitHub accepts.
set -euo pipefail
check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
