package io.tongbao.bank.file.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A bank's directories over one connection. Not thread-safe. An exception leaves open what happened; every call may be repeated. */
public interface RemoteFiles extends AutoCloseable {

    /**
     * One file that can be fetched.
     *
     * @param size bytes, as the server says
     */
    record RemoteFile(String name, long size) {}

    /** What an upload writes; called once. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The plain files in a directory; empty when there is no such directory. */
    List<RemoteFile> list(String directory) throws IOException;

    /**
     * Uploads under a temporary name and renames, so that the bank never sees half a file.
     *
     * @return false when a file of that name is there already; it is left as it is
     */
    boolean put(String directory, String name, Content content) throws IOException;

    void get(String directory, String name, OutputStream out) throws IOException;

    /**
     * Moves a file; the target directory is made when it is missing. When the target is there already, the source is removed: the name
     * of the target says what is in it.
     */
    void move(String directory, String name, String toDirectory, String toName) throws IOException;

    @Override
    void close() throws IOException;
}
