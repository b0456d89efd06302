"""Show elsewhere: the registry as data, tables for a spreadsheet, badges for a README."""
