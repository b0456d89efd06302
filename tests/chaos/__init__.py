"""What must hold when the machine, the disk, or somebody else does its worst: see "When something fails" in the manual."""
