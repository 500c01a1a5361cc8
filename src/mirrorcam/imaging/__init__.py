"""What is worked out on a picture itself: skin that is looked for again, a head that is drawn level, light, and the one
door to OpenCV."""
