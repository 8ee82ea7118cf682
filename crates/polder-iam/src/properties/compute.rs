//! Services that run code with a role that the caller passes to them.
//!
//! Source: AWS, Service Authorization Reference (actions that pass a role); the published lists of escalation paths of
//! Rhino Security Labs and of NCC Group's PMapper name the same ones.

/// A way to run code with a role.
pub(super) struct Way {
    /// The service that assumes the role.
    pub(super) service: &'static str,
    /// Actions in addition to `iam:PassRole`: one of each row.
    pub(super) actions: &'static [&'static [&'static str]],
}

/// All of them.
pub(super) const WAYS: [Way; 31] = [
    Way {
        service: "lambda.amazonaws.com",
        actions: &[
            &["lambda:CreateFunction"],
            &[
                "lambda:InvokeFunction",
                "lambda:CreateEventSourceMapping",
                "lambda:AddPermission",
                "lambda:CreateFunctionUrlConfig",
            ],
        ],
    },
    Way {
        service: "lambda.amazonaws.com",
        actions: &[&["lambda:UpdateFunctionConfiguration"], &["lambda:UpdateFunctionCode"]],
    },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[&[
            "ec2:RunInstances",
            "ec2:RequestSpotInstances",
            "ec2:RequestSpotFleet",
            "ec2:CreateFleet",
        ]],
    },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[
            &["ec2:AssociateIamInstanceProfile", "ec2:ReplaceIamInstanceProfileAssociation"],
            &[
                "ssm:SendCommand",
                "ssm:StartSession",
                "ec2-instance-connect:SendSSHPublicKey",
                "ec2:ModifyInstanceAttribute",
            ],
        ],
    },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[
            &["autoscaling:CreateLaunchConfiguration", "ec2:CreateLaunchTemplate"],
            &["autoscaling:CreateAutoScalingGroup", "autoscaling:UpdateAutoScalingGroup"],
        ],
    },
    Way { service: "ec2.amazonaws.com", actions: &[&["elasticmapreduce:RunJobFlow"]] },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[&["elasticbeanstalk:CreateEnvironment", "elasticbeanstalk:UpdateEnvironment"]],
    },
    // Both replace role and command of a task definition that exists.
    Way { service: "ecs-tasks.amazonaws.com", actions: &[&["ecs:RunTask", "ecs:StartTask"]] },
    Way { service: "emr-serverless.amazonaws.com", actions: &[&["emr-serverless:StartJobRun"]] },
    Way {
        service: "kinesisanalytics.amazonaws.com",
        actions: &[&["kinesisanalytics:CreateApplication"], &["kinesisanalytics:StartApplication"]],
    },
    Way { service: "amplify.amazonaws.com", actions: &[&["amplify:CreateApp", "amplify:UpdateApp"]] },
    Way { service: "airflow-env.amazonaws.com", actions: &[&["airflow:CreateEnvironment"]] },
    Way {
        service: "rolesanywhere.amazonaws.com",
        actions: &[
            &["rolesanywhere:CreateTrustAnchor", "rolesanywhere:UpdateTrustAnchor"],
            &["rolesanywhere:CreateProfile", "rolesanywhere:UpdateProfile"],
        ],
    },
    Way {
        service: "ecs-tasks.amazonaws.com",
        actions: &[
            &["ecs:RegisterTaskDefinition"],
            &["ecs:RunTask", "ecs:StartTask", "ecs:CreateService", "ecs:UpdateService"],
        ],
    },
    Way {
        service: "ecs-tasks.amazonaws.com",
        actions: &[&["batch:RegisterJobDefinition"], &["batch:SubmitJob"]],
    },
    Way {
        service: "cloudformation.amazonaws.com",
        actions: &[&[
            "cloudformation:CreateStack",
            "cloudformation:UpdateStack",
            "cloudformation:CreateChangeSet",
            "cloudformation:CreateStackSet",
            "cloudformation:UpdateStackSet",
        ]],
    },
    Way { service: "glue.amazonaws.com", actions: &[&["glue:CreateDevEndpoint", "glue:CreateSession"]] },
    Way {
        service: "glue.amazonaws.com",
        actions: &[&["glue:CreateJob", "glue:UpdateJob"], &["glue:StartJobRun", "glue:CreateTrigger"]],
    },
    Way {
        service: "datapipeline.amazonaws.com",
        actions: &[&["datapipeline:CreatePipeline"], &["datapipeline:PutPipelineDefinition"]],
    },
    Way {
        service: "sagemaker.amazonaws.com",
        actions: &[&[
            "sagemaker:CreateNotebookInstance",
            "sagemaker:CreateTrainingJob",
            "sagemaker:CreateProcessingJob",
            "sagemaker:CreateHyperParameterTuningJob",
            "sagemaker:CreateUserProfile",
        ]],
    },
    Way {
        service: "codebuild.amazonaws.com",
        actions: &[
            &["codebuild:CreateProject", "codebuild:UpdateProject"],
            &["codebuild:StartBuild", "codebuild:StartBuildBatch"],
        ],
    },
    Way { service: "codestar.amazonaws.com", actions: &[&["codestar:CreateProject"]] },
    Way {
        service: "codepipeline.amazonaws.com",
        actions: &[&["codepipeline:CreatePipeline", "codepipeline:UpdatePipeline"]],
    },
    Way {
        service: "states.amazonaws.com",
        actions: &[&["states:CreateStateMachine", "states:UpdateStateMachine"], &["states:StartExecution"]],
    },
    Way {
        service: "scheduler.amazonaws.com",
        actions: &[&["scheduler:CreateSchedule", "scheduler:UpdateSchedule"]],
    },
    Way { service: "pipes.amazonaws.com", actions: &[&["pipes:CreatePipe", "pipes:UpdatePipe"]] },
    Way { service: "ssm.amazonaws.com", actions: &[&["ssm:StartAutomationExecution"]] },
    Way {
        service: "tasks.apprunner.amazonaws.com",
        actions: &[&["apprunner:CreateService", "apprunner:UpdateService"]],
    },
    Way {
        service: "pods.eks.amazonaws.com",
        actions: &[&["eks:CreatePodIdentityAssociation", "eks:UpdatePodIdentityAssociation"]],
    },
    Way {
        service: "imagebuilder.amazonaws.com",
        actions: &[&["imagebuilder:CreateInfrastructureConfiguration"]],
    },
    Way {
        service: "bedrock-agentcore.amazonaws.com",
        actions: &[&["bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:CreateAgentRuntime"]],
    },
];

/// A way to act as an identity that nobody named, without passing a role: with code that runs already, or with credentials.
pub(super) struct Takeover {
    /// Its ARN, after the partition. `R` and `A` stand for region and account; nothing has the name.
    pub(super) arn: &'static str,
    /// One of each row is needed.
    pub(super) actions: &'static [&'static [&'static str]],
}

/// Actions that run code on a machine.
pub(super) const ENTERING: [&str; 4] = [
    "ssm:SendCommand",
    "ssm:StartSession",
    "ec2-instance-connect:SendSSHPublicKey",
    "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
];

/// All of them. Source: as of [`WAYS`], and AWS, Service Authorization Reference (ARNs).
pub(super) const TAKEOVERS: [Takeover; 17] = [
    Takeover {
        arn: "iam::A:user/unnamed-0",
        actions: &[&["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"]],
    },
    Takeover { arn: "iam::A:role/unnamed-0", actions: &[&["iam:UpdateAssumeRolePolicy"]] },
    Takeover { arn: "lambda:R:A:function:unnamed-0", actions: &[&["lambda:UpdateFunctionCode"]] },
    // A layer is code of whoever publishes it.
    Takeover { arn: "lambda:R:A:function:unnamed-0", actions: &[&["lambda:UpdateFunctionConfiguration"]] },
    Takeover { arn: "ec2:R:A:instance/i-0unnamed", actions: &[&ENTERING] },
    Takeover { arn: "ec2:R:A:instance/i-0unnamed", actions: &[&["ssm:CreateAssociation"]] },
    Takeover {
        arn: "ec2:R:A:instance/i-0unnamed",
        actions: &[&["ec2:ModifyInstanceAttribute"], &["ec2:StartInstances", "ec2:RebootInstances"]],
    },
    Takeover { arn: "cloudformation:R:A:stack/unnamed-0/0", actions: &[&["cloudformation:UpdateStack"]] },
    Takeover {
        arn: "cloudformation:R:A:stack/unnamed-0/0",
        actions: &[&["cloudformation:CreateChangeSet"], &["cloudformation:ExecuteChangeSet"]],
    },
    Takeover { arn: "glue:R:A:devEndpoint/unnamed-0", actions: &[&["glue:UpdateDevEndpoint"]] },
    Takeover {
        arn: "sagemaker:R:A:notebook-instance/unnamed-0",
        actions: &[&["sagemaker:CreatePresignedNotebookInstanceUrl"]],
    },
    Takeover {
        arn: "sagemaker:R:A:user-profile/unnamed-0/unnamed-0",
        actions: &[&["sagemaker:CreatePresignedDomainUrl"]],
    },
    Takeover {
        arn: "codebuild:R:A:project/unnamed-0",
        actions: &[&["codebuild:StartBuild", "codebuild:StartBuildBatch"]],
    },
    Takeover { arn: "ecs:R:A:task/unnamed-0/0", actions: &[&["ecs:ExecuteCommand"]] },
    Takeover {
        arn: "states:R:A:stateMachine:unnamed-0",
        actions: &[&["states:UpdateStateMachine"], &["states:StartExecution"]],
    },
    Takeover {
        arn: "datapipeline:R:A:pipeline/unnamed-0",
        actions: &[&["datapipeline:PutPipelineDefinition"], &["datapipeline:ActivatePipeline"]],
    },
    Takeover { arn: "cloud9:R:A:environment:unnamed-0", actions: &[&["cloud9:CreateEnvironmentMembership"]] },
];
