package dev.orderpipeline.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// The two ports of a broker.
record FreePorts(int broker, int controller) {

  /// Asks for any free port.
  static final int ANY = 0;

  /// Two different ports, the broker's as asked for.
  ///
  /// @throws UncheckedIOException if there is none to be had
  static FreePorts choose(int broker) {
    // Both sockets are held until both ports are known, so that they differ.
    try (ServerSocket first = bind(broker);
        ServerSocket second = bind(ANY)) {
      return new FreePorts(first.getLocalPort(), second.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = bind(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
