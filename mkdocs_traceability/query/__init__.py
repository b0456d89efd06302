"""What markers in hand-written pages ask for: between *link* and *show*, asked by rules and pages alike."""
