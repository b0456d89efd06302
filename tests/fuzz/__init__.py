"""Every file that is read, and all that clients send, changed at random: nothing raises, and nothing takes for ever."""
