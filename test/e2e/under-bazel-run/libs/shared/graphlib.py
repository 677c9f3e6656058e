TopologicalSorter = "ours, in shared"
