package org.serment.kernel.access;

import org.serment.kernel.access.Reason.Audience;
import org.serment.kernel.access.Reason.Language;

/// What a reason says to whom: to a clinician what would lift a refusal, to the patient what happened
/// to her record, to an auditor which rule spoke. French, then English, for each of the three.
public enum Message {

    IN_CARE("Vous prenez en charge ce patient.",
            "You take part in this patient’s care.",
            "Cette personne participait à vos soins.",
            "This person took part in your care.",
            "Relation de soin en cours à l’instant de la demande.",
            "A care relationship held at the time of the request."),
    BREAK_GLASS("Accès d’urgence ouvert pour ce patient ; il est limité, notifié et revu.",
            "Emergency access is open for this patient; it is limited, notified and reviewed.",
            "Votre dossier a été ouvert en urgence ; l’accès sera contrôlé.",
            "Your record was opened in an emergency; the access will be reviewed.",
            "Bris de glace déclaré et non échu.",
            "A declared break-glass had not expired."),
    OWN_RECORD("C’est le dossier de la personne connectée.",
            "It is the record of the person signed in.",
            "Vous avez consulté votre propre dossier.",
            "You looked at your own record.",
            "Le compte est celui du patient.",
            "The account is the patient’s own."),
    DIRECTORY("Annuaire de l’établissement, sans donnée de patient.",
            "The establishment’s directory, without patient data.",
            "Aucune donnée vous concernant.",
            "No data about you.",
            "Ressource sans patient, ouverte à tout compte actif de l’établissement.",
            "A resource without a patient, open to any active account of the establishment."),
    AUTHOR("Vous avez écrit ce document.",
            "You wrote this document.",
            "L’auteur d’un document l’a relu.",
            "The author of a document read it again.",
            "Ressource sans patient, relue par son auteur.",
            "A resource without a patient, read by its author."),
    UNIT("Ce document vient de l’une de vos unités.",
            "This document comes from one of your units.",
            "Une unité qui vous a reçu a consulté votre dossier.",
            "A unit that received you looked at your record.",
            "L’unité de la ressource est l’une de celles du compte.",
            "The resource’s unit is one of the account’s."),
    DUTY("Votre fonction le permet.",
            "Your duty allows it.",
            "Une personne ou un système chargé de cette tâche a traité votre dossier.",
            "A person or a system in charge of this task handled your record.",
            "Droit attaché à la fonction, sans relation de soin.",
            "A right of the role, without a care relationship."),

    TENANT("Aucun dossier de ce nom dans votre établissement.",
            "No such record in your establishment.",
            "Une demande venue d’un autre établissement a été refusée.",
            "A request from another establishment was refused.",
            "Ressource d’un autre établissement.",
            "A resource of another establishment."),
    NO_ACCOUNT("Compte inconnu : adressez-vous à l’administrateur.",
            "Unknown account: ask the administrator.",
            "Une demande sans compte valable a été refusée.",
            "A request without a valid account was refused.",
            "Aucun compte de la nature voulue parmi les faits.",
            "No account of the right kind among the facts."),
    REVOKED("Compte fermé : adressez-vous à l’administrateur.",
            "Closed account: ask the administrator.",
            "Une demande d’un compte fermé a été refusée.",
            "A request by a closed account was refused.",
            "Compte révoqué avant la demande.",
            "The account was revoked before the request."),
    REVIEW_OVERDUE("La revue annuelle de vos droits est dépassée : demandez-la à votre responsable.",
            "The yearly review of your rights is overdue: ask your manager for it.",
            "Une demande d’un compte non revu a été refusée.",
            "A request by an account without its review was refused.",
            "Revue des droits échue.",
            "The review of rights was overdue."),
    SCOPE("Ce logiciel n’a pas reçu ce droit.",
            "This program was not given this right.",
            "Un logiciel a demandé plus que son droit ; refusé.",
            "A program asked for more than its right; refused.",
            "Aucune portée du jeton ne couvre l’action et le type.",
            "No scope of the token covers the action and the type."),
    PURPOSE("Votre fonction ne permet pas cette finalité.",
            "Your role does not allow this purpose.",
            "Une demande pour une finalité non permise a été refusée.",
            "A request for a purpose that is not allowed was refused.",
            "Aucune règle pour ce rôle et cette finalité.",
            "No rule for this role and purpose."),
    RIGHT("Votre fonction ne permet pas cette action.",
            "Your role does not allow this action.",
            "Une action non permise sur votre dossier a été refusée.",
            "An action on your record that is not allowed was refused.",
            "Aucune règle pour ce rôle, cette action et ce type.",
            "No rule for this role, action and type."),
    NOT_IN_CARE("Vous n’avez pas de relation de soin en cours avec ce patient ; une présence dans votre unité,"
                    + " un rendez-vous ou une prescription la créent.",
            "You have no current care relationship with this patient; a stay in your unit,"
                    + " an appointment or an order makes one.",
            "Une personne qui ne participe pas à vos soins a été refusée.",
            "A person who takes no part in your care was refused.",
            "Aucune relation de soin ne couvre tous les patients de la ressource.",
            "No care relationship covers all the patients of the resource."),
    NO_BREAK_GLASS("Déclarez l’urgence pour ce patient, avec son motif.",
            "Declare the emergency for this patient, with its reason.",
            "Un accès d’urgence sans déclaration a été refusé.",
            "An emergency access without a declaration was refused.",
            "Finalité d’urgence sans bris de glace en cours.",
            "Emergency purpose without a current break-glass."),
    NOT_OWN("Ce dossier n’est pas celui de la personne connectée.",
            "This record is not that of the person signed in.",
            "Une autre personne a demandé votre dossier ; refusé.",
            "Another person asked for your record; refused.",
            "Les patients de la ressource ne sont pas ceux du compte.",
            "The patients of the resource are not the account’s."),
    NOT_DIRECTORY("Ce document concerne un patient.",
            "This document is about a patient.",
            "Une demande hors de vos soins a été refusée.",
            "A request outside your care was refused.",
            "Ressource d’annuaire qui porte un patient.",
            "A directory resource that is about a patient."),
    NOT_AUTHOR("Seul son auteur peut l’ouvrir.",
            "Only its author may open it.",
            "Une demande d’une autre personne que l’auteur a été refusée.",
            "A request by another person than the author was refused.",
            "Ressource d’un autre auteur, ou qui porte un patient.",
            "A resource of another author, or about a patient."),
    NOT_UNIT("Ce document vient d’une autre unité.",
            "This document comes from another unit.",
            "Une unité qui ne vous a pas reçu a été refusée.",
            "A unit that did not receive you was refused.",
            "L’unité de la ressource n’est pas de celles du compte.",
            "The resource’s unit is not among the account’s."),
    OPPOSED("Le patient s’oppose à ce partage.",
            "The patient opposes this sharing.",
            "Votre opposition a été respectée.",
            "Your opposition was respected.",
            "Opposition en cours pour l’un des patients.",
            "An opposition of one of the patients was in force."),
    LABEL("Ce document porte une confidentialité plus haute que la vôtre.",
            "This document is labelled above your clearance.",
            "Un document confidentiel est resté fermé.",
            "A confidential document stayed closed.",
            "Ensemble d’étiquettes hors de l’habilitation.",
            "A label set outside the clearance."),
    USE_CASE("Ce cas d’usage n’est pas ouvert au registre d’éthique.",
            "This use case is not open in the ethics register.",
            "Un usage sans avis en vigueur a été refusé.",
            "A use without an opinion in force was refused.",
            "Cas d’usage fermé ou échu.",
            "The use case was closed or had expired."),
    FACT_MISSING("Un fait nécessaire manque ; réessayez plus tard.",
            "A fact that is needed is missing; try again later.",
            "Une demande a été refusée faute d’information.",
            "A request was refused for want of information.",
            "Un fait exigé par la règle n’a été établi par aucune source.",
            "No source stated a fact that the rule needs.");

    private final String[] texts;

    Message(String... texts) {
        if (texts.length != Audience.values().length * Language.values().length) throw new IllegalArgumentException();
        this.texts = texts;
    }

    String text(Audience audience, Language language) {
        return texts[audience.ordinal() * Language.values().length + language.ordinal()];
    }

    static Message granting(Rule.Tie tie) {
        return switch (tie) {
            case IN_CARE -> IN_CARE;
            case BREAK_GLASS -> BREAK_GLASS;
            case OWN_RECORD -> OWN_RECORD;
            case DIRECTORY -> DIRECTORY;
            case AUTHOR -> AUTHOR;
            case UNIT -> UNIT;
            case DUTY -> DUTY;
        };
    }
}
