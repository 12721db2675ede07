package io.tongbao.bank.file.format;

/** A file says something that cannot be: refused as a whole, nothing of it taken. The message is for staff and names no account. */
public final class FileRefused extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 500;

    public FileRefused(String what) {
        super(what.length() > LONGEST ? what.substring(0, LONGEST) : what, null, false, false);
    }

    /** What is wrong, 1 to 500 characters. */
    public String what() {
        String message = getMessage();
        return message == null || message.isEmpty() ? "unreadable" : message;
    }
}
