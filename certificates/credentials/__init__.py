"""The certificate as a credential for machines: Open Badges 3.0 on Verifiable Credentials 2.0."""
