"""The program: commands, the window and its screens, and the one worker that feeds them."""
