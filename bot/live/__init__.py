"""Optional online tariff sources: off unless configured, and never worse than the recorded duties."""
