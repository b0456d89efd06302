"""Whole sites, built, served and checked as a user does it."""
