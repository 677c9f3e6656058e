TopologicalSorter = "ours, in elsewhere"
