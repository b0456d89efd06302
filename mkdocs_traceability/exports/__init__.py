"""The registry as data, tables for a spreadsheet, badges for a README; knows no page."""
