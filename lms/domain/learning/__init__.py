"""The register: who is enrolled, what they have achieved, when a module was completed."""
