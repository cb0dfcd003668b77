package dev.orderpipeline.config;

import java.util.Optional;

/// The HTTP server.
///
/// @param port 0 … 65,535; 0 for a free one
/// @param adminToken asked for by operations; empty if they are refused
public record HttpSettings(String host, int port, Optional<Secret> adminToken) {

  public HttpSettings {
    Check.matches("host", host, "\\S+", "a host name or address");
    Check.between("port", port, 0, 65_535);
  }
}
