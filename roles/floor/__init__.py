"""Who may speak and who stays: mute, hold, hands, the lock, removal, bans, release."""
