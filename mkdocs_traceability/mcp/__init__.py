"""The MCP server: what the command tells people, as tools of the Model Context Protocol for coding agents."""
