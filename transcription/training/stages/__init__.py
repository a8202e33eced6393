"""The stages of the training, each from files to files in the work folder, so that it can go on after a stop."""
