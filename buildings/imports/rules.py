"""Who may import: owners and managers, because a file changes a whole building."""

import rules

from buildings.imports.models import ImportProblem, ImportRun
from foundation import tenancy
from foundation.permissions import holds, visible

is_manager = holds({tenancy.OWNER, tenancy.MANAGER})

rules.add_perm("imports.view_importrun", visible(ImportRun))
rules.add_perm("imports.view_importproblem", visible(ImportProblem))
# Asked with the building or the run.
rules.add_perm("imports.run_import", is_manager)
