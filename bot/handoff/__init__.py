"""Handing a case to an adviser: what is asked, the consent, and delivery by mail or webhook."""
