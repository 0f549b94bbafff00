"""When a page was reviewed, by whom, and what can be said of it today."""
