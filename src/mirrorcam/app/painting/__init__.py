"""What screens are painted with: the easel, letters, widgets, controls, colours and distances."""
