package io.tongbao.pki;

/** Seals private keys of authorities; the vault does it. */
public interface KeySealer {

    /**
     * @param place where the sealed bytes will be kept; they open nowhere else
     */
    byte[] seal(String place, byte[] plain);

    /** What {@link #seal} was given; {@link IllegalStateException} when it was not sealed for this place. */
    byte[] open(String place, byte[] sealed);
}
