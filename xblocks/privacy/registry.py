"""The holdings of all floors and components, in the order of the floors."""

from __future__ import annotations

from xblocks.core.holdings import Holding, Term

_holdings: list[Holding] = []


def register(*holdings: Holding) -> None:
    """Make holdings known, when the app starts, lower floors first; the same twice is one.

    Raises ValueError when two call themselves the same, or state one term differently.
    """
    for holding in holdings:
        same = next((each for each in _holdings if each.ident == holding.ident), None)
        if same is None:
            _check_terms(holding)
            _holdings.append(holding)
        elif type(same) is not type(holding):
            raise ValueError(f"two holdings are called {holding.ident}")


def holdings() -> tuple[Holding, ...]:
    """Return all holdings, lower floors first."""
    return tuple(_holdings)


def terms() -> dict[str, Term]:
    """Return all terms by ident."""
    return {term.ident: term for holding in _holdings for term in holding.terms}


def _check_terms(holding: Holding) -> None:
    known = terms()
    for term in holding.terms:
        if known.get(term.ident, term) != term:
            raise ValueError(f"two terms are called {term.ident}")
