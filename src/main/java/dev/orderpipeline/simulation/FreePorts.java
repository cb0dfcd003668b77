package dev.orderpipeline.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// The two ports of a broker.
public record FreePorts(int broker, int controller) {

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

  /// So many different free ports. Whoever binds one soon gets it, as a rule.
  ///
  /// @throws UncheckedIOException if there are not as many to be had
  public static List<Integer> some(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(bind(ANY));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    } finally {
      held.forEach(FreePorts::release);
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close port " + socket.getLocalPort(), e);
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
