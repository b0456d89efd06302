"""Observe (the stage beside verify): what the code in the roots does, put down to its components."""
