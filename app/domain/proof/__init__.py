"""検算: what the board prints against what its figures give. Findings only; nothing is changed here."""
