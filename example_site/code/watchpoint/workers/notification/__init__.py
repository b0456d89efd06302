"""Decides how and when customers learn of news, and delivers it."""
