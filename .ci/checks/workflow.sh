# The workflow files, the action, the hooks and the GitLab example are ones that their readers accept.
set -euo pipefail
check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml examples/ci/.github/workflows/*.yml
check-jsonschema --builtin-schema vendor.github-actions action.yml
check-jsonschema --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci examples/ci/.gitlab-ci.yml
pre-commit validate-manifest .pre-commit-hooks.yaml
pre-commit validate-config examples/ci/.pre-commit-config.yaml
# Needs a Go program; where it is not installed the schemas above have to do.
if command -v actionlint >/dev/null; then
  actionlint .github/workflows/*.yml examples/ci/.github/workflows/*.yml
else
  echo "actionlint is not installed: left out"
fi
