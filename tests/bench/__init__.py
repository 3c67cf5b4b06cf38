"""How quick the pages, the explorers and the allocator are, beside other ways: `make bench`."""
