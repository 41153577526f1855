"""Schemas of the YAML files of the law (docs/agreement-folder.md). Unknown keys are faults."""
