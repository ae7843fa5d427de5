package peers;

import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.app.Connection;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.parser.Parser;
import ca.uhn.hl7v2.util.Terser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * `Send PORT FRAMES CONNECTIONS strict|loose`: sends the frames with HAPI's initiator, each when the one before on its
 * connection was answered. Lost connections are opened anew, and what was not answered is sent again, for a minute.
 */
public final class Send {
  private static final long GIVES_UP_MS = 60_000;
  private static final int MOST_COMPLAINTS = 10;

  private final HapiContext context;
  private final int port;
  private final Map<String, Integer> answers = new TreeMap<>();
  private int answered;
  private int complaints;
  private int reconnects;
  private int unwritten;

  private Send(HapiContext context, int port) {
    this.context = context;
    this.port = port;
  }

  public static void main(String[] args) throws Exception {
    HapiContext context = Hapi.open(args[3].equals("strict"));
    Send send = new Send(context, Integer.parseInt(args[0]));
    List<String> frames = Hapi.framesOf(args[1]);
    int connections = Integer.parseInt(args[2]);
    List<Thread> threads = new ArrayList<>();
    for (int at = 0; at < connections; at += 1) {
      List<String> share = new ArrayList<>();
      for (int index = at; index < frames.size(); index += connections) share.add(frames.get(index));
      Thread thread = new Thread(() -> send.all(share));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) thread.join();
    context.close();
    System.out.println("reconnected " + (send.reconnects > 0));
    System.out.println("unwritten " + send.unwritten);
    System.out.println("answers " + send.answers);
    System.exit(send.complaints == 0 ? 0 : 1);
  }

  private void all(List<String> frames) {
    Connection connection = null;
    Parser parser = context.getPipeParser();
    for (String frame : frames) {
      try {
        Message message = parser.parse(frame);
        Terser header = new Terser(message);
        if (header.get("MSH-10") == null) header.set("MSH-10", "HAPI" + frames.indexOf(frame));
        if (canWrite(message)) connection = untilAnswered(connection, message, header.get("MSH-10"));
      } catch (Exception fault) {
        complain(fault.toString());
      }
    }
    if (connection != null) close(connection);
  }

  /** HAPI reads more than it writes. */
  private synchronized boolean canWrite(Message message) {
    try {
      message.encode();
      return true;
    } catch (Exception refused) {
      unwritten += 1;
      return false;
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (IOException lost) {
      // It was closed already.
    }
  }

  private Connection untilAnswered(Connection current, Message message, String id) throws Exception {
    Connection connection = current;
    long until = System.currentTimeMillis() + GIVES_UP_MS;
    while (true) {
      try {
        if (connection == null || !connection.isOpen()) connection = context.newClient("127.0.0.1", port, false);
        connection.getInitiator().setTimeout(5, TimeUnit.SECONDS);
        judge(connection.getInitiator().sendAndReceive(message), id);
        return connection;
      } catch (Exception lost) {
        if (System.currentTimeMillis() > until) throw lost;
        if (connection != null) close(connection);
        connection = null;
        again();
      }
    }
  }

  private synchronized void again() throws InterruptedException {
    reconnects += 1;
    wait(200);
  }

  private synchronized void judge(Message reply, String id) throws Exception {
    Terser terser = new Terser(reply);
    String code = terser.get("MSA-1");
    answers.merge(code, 1, Integer::sum);
    if (!id.equals(terser.get("MSA-2"))) complain("The answer to " + id + " names another message.");
    if (terser.get("MSH-10") == null) complain("The answer to " + id + " has no number of its own.");
    if (!"ACK".equals(terser.get("MSH-9-1"))) complain("The answer to " + id + " is no ACK.");
    answered += 1;
    if (answered % 50 == 0) System.out.println("answered " + answered);
  }

  private synchronized void complain(String what) {
    complaints += 1;
    if (complaints <= MOST_COMPLAINTS) System.out.println(what);
  }
}
