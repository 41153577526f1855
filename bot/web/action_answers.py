"""Rasa's check of what the action server answers, without checking its own schema anew at every turn.

Rasa 3.6 validates each answer with `jsonschema.validate`, which first validates the schema itself against
the meta-schema: about 25 ms per action, two thirds of a turn. The schema never changes, so it is checked
once; every answer is still validated in full.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.exceptions import best_match  # type: ignore[import-untyped]
from jsonschema.validators import validator_for  # type: ignore[import-untyped]
from rasa.core.actions.action import RemoteAction


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def validate_action_result(_action: RemoteAction, result: dict[str, Any]) -> bool:
    """Whether the answer has the form Rasa expects; raises jsonschema's ValidationError if not."""
    error = best_match(_validator().iter_errors(result))
    if error is not None:
        raise error
    return True


def check_schema_once() -> None:
    """Let Rasa use this check; called when the website channel is loaded."""
    RemoteAction._validate_action_result = validate_action_result
