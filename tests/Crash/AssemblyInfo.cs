// One at a time: each starts servers of its own, measures them or starves them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
