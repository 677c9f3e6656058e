from graphlib import TopologicalSorter
from probe import tell

tell(TopologicalSorter if isinstance(TopologicalSorter, str) else "Python's own")
