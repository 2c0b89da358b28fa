"""What a newsroom wants: the policy file, the signals that its rules can use, and their evaluation."""
