package peers;

import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.app.HL7Service;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** `Receive OUT`: HAPI's own server on a port that it prints, until its standard input ends. OUT gets what it received. */
public final class Receive implements ReceivingApplication<Message> {
  private final List<String> received = Collections.synchronizedList(new ArrayList<>());

  public static void main(String[] args) throws Exception {
    HapiContext context = Hapi.open(false);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    HL7Service server = context.newServer(port, false);
    Receive application = new Receive();
    server.registerApplication(application);
    server.startAndWait();
    System.out.println("listening " + port);
    while (System.in.read() >= 0) {}
    try (PrintWriter out = new PrintWriter(args[0], "UTF-8")) {
      for (String message : application.received) out.print(message.replace("\n", "\\n").replace('\r', '\t') + "\n");
    }
    System.out.println("received " + application.received.size());
    System.exit(0);
  }

  @Override
  public boolean canProcess(Message message) {
    return true;
  }

  @Override
  public Message processMessage(Message message, Map<String, Object> metadata) {
    received.add(String.valueOf(metadata.get("raw-message")));
    try {
      return message.generateACK();
    } catch (Exception fault) {
      throw new IllegalStateException(fault);
    }
  }
}
