"""What is investigational, and how a page says so."""
