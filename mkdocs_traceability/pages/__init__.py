"""Show: what a run found, as pages. Templates hold all markup; Python prepares what they show."""
