"""How a measurement ends: which targets it missed, and the status that says so."""


def verdict(missed: list[str]) -> int:
    """Prints them; 1 where there are any."""
    print("\nSemua sasaran tercapai." if not missed else "\nSasaran yang meleset:")
    for sentence in missed:
        print(f"  {sentence}")
    return 1 if missed else 0
