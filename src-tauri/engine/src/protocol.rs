//! What goes over the wire to the upstream and comes back.
