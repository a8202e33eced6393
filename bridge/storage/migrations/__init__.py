"""The steps from one schema to the next, run by bridge.storage.schema under a lock."""
