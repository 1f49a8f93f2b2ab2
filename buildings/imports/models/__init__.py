from buildings.imports.models.problems import ImportProblem
from buildings.imports.models.runs import ImportRun

__all__ = ["ImportProblem", "ImportRun"]
