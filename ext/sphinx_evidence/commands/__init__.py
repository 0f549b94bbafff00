"""What ``sphinx-evidence`` can do: a module a subcommand, and the project that each looks at."""
