package dev.orderpipeline.config;

/// A text that must not be printed. Reading it takes a call that says so.
public record Secret(String reveal) {

  @Override
  public String toString() {
    return "***";
  }
}
