"""The local carrier: plays Twilio over real HTTP and WebSocket, for tests, the demo and `incident-bridge simulate`."""
