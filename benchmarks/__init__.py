"""Speed of the program against a floor or a peer, as ratios measured in one run."""
