"""Files for coding agents: a guide, rules by path, a hook and a server, to be installed and removed."""
